/** Measures a workload on a SQLite database with the settings of a JSON file. */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'

const ORDERS = 2_000
const { journal, synchronous, cache, page, batch } = JSON.parse(readFileSync(process.argv[2] ?? 'params.json', 'utf8'))
const folder = mkdtempSync(join(tmpdir(), 'orders-'))
const file = join(folder, 'orders.db')
const database = new Database(file)
database.pragma(`page_size = ${page}`)
database.pragma(`journal_mode = ${journal}`)
database.pragma(`synchronous = ${synchronous}`)
database.pragma(`cache_size = ${cache}`)
database.exec('CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER, amount REAL, note TEXT)')
database.exec('CREATE INDEX by_customer ON orders (customer)')

const started = performance.now()
const insert = database.prepare('INSERT INTO orders (customer, amount, note) VALUES (?, ?, ?)')
for (let first = 0; first < ORDERS; first += batch) {
  database.transaction(() => {
    for (let order = first; order < Math.min(first + batch, ORDERS); order += 1) {
      insert.run((order * 7919) % 300, order / 7, 'x'.repeat(order % 60))
    }
  })()
}
const ofCustomer = database.prepare('SELECT sum(amount) FROM orders WHERE customer = ?')
for (let customer = 0; customer < 300; customer += 1) ofCustomer.get(customer)
const operations = (ORDERS + 300) / ((performance.now() - started) / 1000)
database.close()
console.log(JSON.stringify({ operations: Math.round(operations), megabytes: statSync(file).size / 1e6 }))
rmSync(folder, { recursive: true })
