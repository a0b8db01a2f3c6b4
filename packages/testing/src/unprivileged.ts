import { spawnSync } from 'node:child_process'

export type Account = { uid: number; gid: number }

/** Whom to run a program as that refuses root; nothing where this process is somebody else's. */
export function unprivileged(program: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => Number(spawnSync('id', [flag, name]).stdout) || 0)
    if (uid && gid) return { uid, gid }
  }
  throw new Error(
    `${program} does not run as root, and there is no user \`postgres\` or \`nobody\` to run it as.`,
  )
}
