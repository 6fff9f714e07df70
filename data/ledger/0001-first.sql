create table meta (name varchar not null, value varchar not null);

create table runs (
  id integer not null,
  started timestamp not null,
  kind varchar not null,
  coder varchar not null,
  model varchar not null,
  data varchar not null,
  elsewhere varchar
);

create table documents (
  key bigint not null,
  id varchar not null,
  revision varchar not null,
  run integer not null,
  uri varchar,
  publisher varchar,
  title varchar,
  published varchar,
  day date,
  published_from varchar,
  language varchar,
  retrieved varchar,
  kind varchar not null,
  words integer not null,
  extra varchar,
  known_from timestamp not null,
  known_to timestamp
);

create table texts (document_key bigint not null, text varchar not null);

create table events (
  key bigint not null,
  id varchar not null,
  document_key bigint not null,
  run integer not null,
  type varchar not null,
  modes varchar not null,
  contexts varchar not null,
  quad utinyint not null,
  intensity float,
  cameo varchar,
  status varchar not null,
  day date,
  first_day date,
  last_day date,
  time_precision varchar,
  time_basis varchar,
  trigger varchar not null,
  trigger_start integer not null,
  trigger_end integer not null,
  sentence_start integer not null,
  sentence_end integer not null,
  object varchar,
  object_kind varchar,
  object_value double,
  object_unit varchar,
  place_id varchar,
  place varchar,
  place_country varchar,
  place_admin1 varchar,
  latitude float,
  longitude float,
  place_precision varchar,
  claim varchar not null,
  claimed_by varchar,
  dead_low integer,
  dead_high integer,
  injured_low integer,
  injured_high integer,
  confidence float not null,
  corrections varchar not null,
  detail varchar not null,
  known_from timestamp not null,
  known_to timestamp
);

create table parties (
  event_key bigint not null,
  role varchar not null,
  position utinyint not null,
  member utinyint not null,
  actor varchar,
  name varchar,
  country varchar,
  sectors varchar not null,
  office varchar,
  basis varchar not null,
  text varchar not null,
  start_at integer not null,
  end_at integer not null,
  explanation varchar not null
);

create table pairs (
  event_key bigint not null,
  day date,
  source varchar,
  source_country varchar,
  target varchar,
  target_country varchar,
  mutual boolean not null
);

create table pair_days (
  day date,
  source varchar,
  source_country varchar,
  target varchar,
  target_country varchar,
  type varchar not null,
  quad utinyint not null,
  status varchar not null,
  events integer not null
);

create table terms (id integer not null, term varchar not null);
create table postings (term integer not null, document_key bigint not null, times usmallint not null);

create table story_events (
  event_key bigint not null,
  story varchar not null,
  component varchar not null,
  merged_into varchar,
  score float,
  because varchar
);

create table pending (event_key bigint not null, gone boolean not null);

create table signals (
  event_key bigint not null,
  rule varchar not null,
  kind varchar not null,
  does varchar not null,
  name varchar,
  parties varchar not null,
  day varchar,
  detail varchar
);

create table relations (
  id varchar not null,
  kind varchar not null,
  name varchar,
  state varchar not null,
  parties varchar not null,
  from_day varchar,
  to_day varchar,
  opened_by varchar not null,
  closed_by varchar not null,
  contested_by varchar not null,
  background varchar,
  known_from timestamp
);

create table corrections (
  id varchar not null,
  document varchar not null,
  start_at integer not null,
  end_at integer not null,
  type varchar,
  field varchar not null,
  old varchar,
  new varchar,
  author varchar not null,
  time timestamp not null,
  reason varchar not null,
  undone timestamp
);

create table forgotten (document varchar not null, time timestamp not null, author varchar not null, reason varchar not null, events integer not null);

create view current_events as select * from events where known_to is null;
create view current_documents as select * from documents where known_to is null;
