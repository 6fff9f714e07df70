drop table pair_days;

create table pair_days (
  day date,
  source varchar,
  source_country varchar,
  target varchar,
  target_country varchar,
  type varchar not null,
  quad utinyint not null,
  status varchar not null,
  events integer not null,
  event_key bigint
);

insert into pair_days
select day, source, source_country, target, target_country, type, quad, status, count(*)::integer, case when pairs > 1 then event_key end
from (
  select p.*, e.type, e.quad, e.status, count(*) over (partition by p.event_key) as pairs
  from pairs p join events e on e.key = p.event_key where e.known_to is null
)
group by all;
