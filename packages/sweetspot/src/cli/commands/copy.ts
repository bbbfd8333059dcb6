import { copyStudy } from '@sweetspot/core'
import { openStorage } from '../../storage/open-storage.ts'
import type { CommandCode } from '../command-code.ts'
import { storageAddress } from '../storage-address.ts'
import { findStudy } from '../studies/stored-study.ts'

/** `sweetspot copy` */
export const copy: CommandCode<'copy'> = async ({ arguments: { study, copy: newName }, options: { to } }, context) => {
  const name = await findStudy(context, study)
  const target = to === undefined ? undefined : openStorage(storageAddress(to, context.session.cwd).address)
  try {
    await copyStudy({ from: context.storage, name, to: target ?? context.storage, newName })
  } finally {
    await target?.close()
  }
  context.print.notice(`Copied ${name} to ${newName}${to === undefined ? '' : ` in ${to}`}.`)
}
