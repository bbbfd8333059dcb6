#!/usr/bin/env node
// In the syntax of every version of Node, so that an old one can say what is needed.
// better-sqlite3 crashes Node before 22.14, and 23.0 to 23.5.
var OLDEST = [22, 14]

var version = process.versions.node.split('.')
var major = Number(version[0])
var minor = Number(version[1])

if ((major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) && !(major === 23 && minor < 6)) {
  require('./start.cjs')
} else {
  process.stderr.write(
    'error: sweetspot needs Node ' +
      OLDEST.join('.') +
      ' or later; this is Node ' +
      process.versions.node +
      '. [ERR_UNSUPPORTED_RUNTIME]\n  Install a newer Node (https://nodejs.org), or run: npx -p node@24 -p sweetspot sweetspot --help\n',
  )
  process.exitCode = 2
}
