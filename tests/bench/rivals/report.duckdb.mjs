// SPDX-License-Identifier: Apache-2.0
// The report of comity-bench-figures by DuckDB, in memory, on requests.csv and events.csv in the current folder, where npm has put
// @duckdb/node-api there or above it. See ../rivals.sh.
import {createRequire} from 'node:module';

const {DuckDBInstance} = createRequire(process.cwd() + '/')('@duckdb/node-api');
const db = await (await DuckDBInstance.create(':memory:')).connect();
await db.run(`
create table request as from read_csv('requests.csv', types = {'number': 'INTEGER', 'from': 'INTEGER', 'to': 'INTEGER', 'made': 'INTEGER'});
create table event as from read_csv('events.csv', types = {'request': 'INTEGER', 'kind': 'INTEGER', 'day': 'INTEGER'});
create macro month(day) as datediff('month', date '2010-12-01', date '2011-01-01' + day)`);

const report = `
with answer as (
    select request, min(day) as day, arg_min(kind, day) as kind from event where kind in (5, 6) group by request
), everyone as materialized (
    select "from" * 64 + "to" as pair, made, day, kind, coalesce(day, 3652) - made as took from request left join answer on request = number
), outcomes as (
    select count(*) filter (day is null) as pending, count(*) filter (kind = 5) as granted, count(*) filter (kind = 6) as refused,
           quantile_disc(took, [0.5, 0.9]) filter (day is not null) as took
    from everyone group by pair
), ended as (
    select pair, took, count(day) as answers, count(*) as n from everyone group by pair, took
), at_risk as (
    select *, sum(n) over (partition by pair order by took desc) as risk from ended
), curve as (
    select pair, took, product(1 - answers / risk) over (partition by pair order by took) as waiting from at_risk
), median as (  -- flat at one half: the middle of the flat stretch, which may last to the end
    select min(took) filter (waiting < 0.5 + 1.5e-8) as since, coalesce(min(took) filter (waiting <= 0.5 - 1.5e-8), max(took)) as until from curve group by pair
), change as materialized (
    select pair, month(day) as month, sum(change) as change
    from (select pair, made as day, 1 as change from everyone union all select pair, day, -1 from everyone where day is not null) group by all
), stock as (
    select month, sum(coalesce(change, 0)) over (partition by pair order by month) as waiting
    from (select distinct pair from change) cross join (select unnest(range(1, 121)) as month) left join change using (pair, month)
)
select *
from (select sum(pending), sum(granted), sum(refused), sum(took[1]), sum(took[2]) from outcomes), (select sum(since + until), count(since) from median),
     (select sum(waiting * month) from stock)`;

const times = [];
let sums;
for (let i = 0; i < 5; ++i) {
    const began = performance.now();
    sums = (await db.runAndReadAll(report)).getRows()[0];
    times.push(performance.now() - began);
}
const version = (await db.runAndReadAll('select version()')).getRows()[0][0];
console.log([`DuckDB ${version}`, Math.min(...times).toFixed(3), sums.join(' ')].join('\t'));
