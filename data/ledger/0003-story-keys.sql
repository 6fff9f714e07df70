alter table story_events rename to story_events_before;

create table story_events (
  event_key bigint not null,
  story varchar not null,
  story_key bigint not null,
  component varchar not null,
  merged_into varchar,
  score float,
  because varchar
);

insert into story_events
select s.event_key, s.story, k.story_key, s.component, s.merged_into, s.score, s.because
from story_events_before s join (select story, min(event_key) as story_key from story_events_before group by story) k on k.story = s.story
order by s.event_key;

drop table story_events_before;
