import { describe, expect, it } from 'vitest'
import { membersOf, parsePs, processTable } from './process-table.ts'

describe('processTable', () => {
  it('has this process and its parent', async () => {
    const table = await processTable()
    expect(table.find(({ pid }) => pid === process.pid)?.parent).toBe(process.ppid)
    expect(table.map(({ pid }) => pid)).toContain(process.ppid)
  })
})

describe('parsePs', () => {
  it('reads what ps of macOS prints, without zombies', () => {
    const text = '    1     0     1 Ss  \n  412     1   412 S<s \n  977   412   977 Z   \n 1022   412   412 R+  \n'
    expect(parsePs(text)).toEqual([
      { pid: 1, parent: 0, group: 1 },
      { pid: 412, parent: 1, group: 412 },
      { pid: 1022, parent: 412, group: 412 },
    ])
  })
})

describe('membersOf', () => {
  const entry = (pid: number, parent: number, group: number) => ({ pid, parent, group })

  it('finds the group and all descendants, in any order', () => {
    const table = [entry(6, 5, 6), entry(5, 4, 5), entry(4, 2, 2), entry(2, 1, 2), entry(3, 1, 2), entry(9, 1, 9)]
    expect(
      membersOf({ leader: 2, mark: 'x' }, table, { usesMark: false })
        .map(({ pid }) => pid)
        .toSorted((one, other) => one - other),
    ).toEqual([2, 3, 4, 5, 6])
  })

  it('finds what is left of a group whose leader has ended', () => {
    const table = [entry(3, 1, 2), entry(4, 3, 4), entry(5, 1, 5)]
    expect(membersOf({ leader: 2, mark: 'x' }, table, { usesMark: false }).map(({ pid }) => pid)).toEqual([3, 4])
  })

  it('finds known members whose parents have ended, and no other process with the number of one', () => {
    const known = [entry(3, 2, 3), entry(4, 2, 4)]
    const table = [entry(3, 1, 3), entry(5, 3, 5), entry(4, 1, 9)]
    expect(membersOf({ leader: 2 }, table, { known }).map(({ pid }) => pid)).toEqual([3, 5])
  })

  it('never includes this process', () => {
    const table = [entry(process.pid, 2, 2), entry(2, 1, 2)]
    expect(membersOf({ leader: 2, mark: 'x' }, table, { usesMark: false }).map(({ pid }) => pid)).toEqual([2])
  })
})
