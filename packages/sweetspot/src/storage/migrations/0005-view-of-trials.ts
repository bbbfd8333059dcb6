import { type CompiledQuery, type Kysely, sql } from 'kysely'

/**
 * Adds a view of all trials, for people with a database client. It follows the rules of replay: of the ends of an
 * attempt the first counts, nothing follows the end of a trial but corrections, and deleted trials are gone.
 */
export function addTrialsView(builder: Kysely<unknown>): readonly CompiledQuery[] {
  return [
    sql`
create view trials as
with entry as materialized (
  select study, position, type, body, body ->> '$.number' as number, body ->> '$.attempt' as attempt,
    body ->> '$.at' as at, body ->> '$.outcome.state' as outcome
  from events
  where type in ('trial-enqueued', 'trial-added', 'trial-started', 'trial-finished', 'trial-paused', 'trial-requeued',
    'trial-cancelled', 'trial-corrected', 'trial-deleted')
),
end_of_attempt as materialized (
  select study, number, attempt, min(position) as position
  from entry where type in ('trial-finished', 'trial-paused', 'trial-requeued')
  group by study, number, attempt
),
end_of_trial as materialized (
  select study, number, min(position) as position from (
    select study, number, position from entry
    where type = 'trial-cancelled' or (type = 'trial-added' and outcome in ('completed', 'pruned', 'failed'))
    union all
    select entry.study, entry.number, entry.position
    from entry join end_of_attempt on entry.study = end_of_attempt.study and entry.position = end_of_attempt.position
    where entry.type = 'trial-finished'
  ) group by study, number
),
trial as materialized (
  select study, number, min(position) as created,
    max(case when type in ('trial-enqueued', 'trial-added', 'trial-started') then position end) as begun,
    max(case when type in ('trial-added', 'trial-started') then position end) as started,
    max(case when type = 'trial-corrected' then position end) as corrected,
    max(case when type in ('trial-added', 'trial-started') then ifnull(attempt, outcome <> 'waiting') else 0 end) as attempt
  from entry group by study, number
  having max(type = 'trial-deleted') = 0
),
latest as materialized (
  select trial.*, end_of_trial.position as ended,
    max(begun, ifnull((
      select max(position) from end_of_attempt
      where end_of_attempt.study = trial.study and end_of_attempt.number = trial.number
        and (end_of_trial.position is null or end_of_attempt.position < end_of_trial.position)
    ), 0)) as unended
  from trial left join end_of_trial on end_of_trial.study = trial.study and end_of_trial.number = trial.number
),
joined as (
  select latest.*, now.type as type, now.body ->> '$.at' as at, now.body as body,
    now.body ->> '$.outcome.state' as outcome, begin.body as begin,
    creation.body as creation, start.body as start, correction.body as correction,
    (unended.type in ('trial-enqueued', 'trial-requeued')
      or ifnull(unended.body ->> '$.outcome.state' = 'waiting', false)) as is_waiting
  from latest
  join events as now on now.study = latest.study and now.position = ifnull(latest.ended, latest.unended)
  join events as unended on unended.study = latest.study and unended.position = latest.unended
  join events as creation on creation.study = latest.study and creation.position = latest.created
  join events as begin on begin.study = latest.study and begin.position = latest.begun
  left join events as start on start.study = latest.study and start.position = latest.started
  left join events as correction on correction.study = latest.study and correction.position = latest.corrected
)
select
  studies.name as study,
  number,
  case
    when ended is not null then ifnull(correction ->> '$.outcome.state', ifnull(outcome, 'failed'))
    when is_waiting then 'waiting'
    when type = 'trial-paused' then 'paused'
    else 'running'
  end as state,
  attempt,
  ifnull(body -> '$.params', begin -> '$.params') as params,
  case when ended is not null then ifnull(correction, body) -> '$.outcome.values' end as results,
  case
    when correction is not null then correction ->> '$.outcome.reason'
    when type = 'trial-cancelled' then 'cancelled'
    when ended is not null then body ->> '$.outcome.reason'
  end as reason,
  creation ->> '$.at' as created_at,
  case
    when not is_waiting then ifnull(start ->> '$.startedAt', start ->> '$.at')
    when ended is not null then at
  end as started_at,
  case when ended is not null then ifnull(body ->> '$.finishedAt', at) end as finished_at
from joined join studies on studies.id = joined.study
order by joined.study, number
`.compile(builder),
  ]
}
