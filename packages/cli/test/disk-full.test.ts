import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, rmSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type Served, serve, temporaryFolder } from './command-line.js'
import { crashConfiguration, crashEnvironment, crashLoad, inspect, POOL } from './crash-load.js'

/** Linux lets everybody mount a small file system that only one process and its children see. */
const mountsDisks = process.platform === 'linux'

type SmallDisk = AsyncDisposable & {
  /** As this process sees it. */
  path: string
  /** What runs a command that sees it, at the folder. */
  by: string[]
}

/** A file system of some megabytes on a folder, which is there for as long as its keeper lives. */
async function smallDisk(folder: string, megabytes: number): Promise<SmallDisk> {
  const isRoot = process.getuid?.() === 0
  const flags = isRoot ? ['--mount'] : ['--user', '--map-root-user', '--mount']
  const script = `mount -t tmpfs -o size=${megabytes}m none "${folder}" && echo mounted && exec sleep 600`
  const keeper = spawn('unshare', [...flags, 'sh', '-c', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [said] = await Promise.race([once(keeper.stdout, 'data'), once(keeper, 'exit')])
  expect(String(said), 'mounting a tmpfs by unshare').toBe('mounted\n')
  const pid = keeper.pid ?? 0
  return {
    by: ['nsenter', '--target', `${pid}`, '--mount', ...(isRoot ? [] : ['--user', '--preserve-credentials'])],
    path: `/proc/${pid}/root${folder}`,
    async [Symbol.asyncDispose]() {
      keeper.kill('SIGKILL')
      if (keeper.exitCode === null && keeper.signalCode === null) await once(keeper, 'exit')
    },
  }
}

/** Takes all room that is left, by smaller and smaller files. */
function fill(disk: SmallDisk): { release(): void } {
  const files: string[] = []
  for (let size = 1 << 20; size >= 1024; size /= 2) {
    for (let count = 0; count < 64; count += 1) {
      const file = `${disk.path}/filler-${size}-${count}`
      files.push(file)
      try {
        writeFileSync(file, Buffer.alloc(size, 1))
      } catch (error) {
        expect(error).toMatchObject({ code: 'ENOSPC' })
        break
      }
    }
  }
  return {
    release() {
      for (const file of files) rmSync(file, { force: true })
    },
  }
}

const logged = ({ printed }: Served) =>
  printed.stderr.split('\n').filter((line) => line.includes('"level":50'))

test.runIf(mountsDisks)(
  'a full disk: faults that the log explains, nothing acknowledged is lost, and it goes on when there is room',
  { timeout: 180_000 },
  async () => {
    using folder = temporaryFolder()
    using copy = temporaryFolder()
    await using disk = await smallDisk(folder.path, 16)
    writeFileSync(`${disk.path}/c.json`, JSON.stringify(crashConfiguration))
    await using server = await serve(['--data', folder.path, '--config', `${folder.path}/c.json`], {
      by: disk.by,
      env: crashEnvironment(copy.path),
    })
    const load = crashLoad({ urls: [server.url] }, { faults: 'expected' })
    const running = load.run()
    for (let times = 0; times < 2; times += 1) {
      await load.more('acknowledged', 40)
      const filler = fill(disk)
      await load.more('faults', 20)
      // What only reads goes on.
      expect((await fetch(`${server.url}/${POOL}/.well-known/jwks.json`)).status).toBe(200)
      filler.release()
      await load.signedIn()
    }
    load.stop()
    await running
    await load.compare(server.url)
    for (const line of logged(server)) expect(line).toContain('disk is full')
    expect(await server.stop()).toMatchObject({ code: 0 })
    cpSync(disk.path, copy.path, { recursive: true })
    await inspect({ kind: 'sqlite', at: copy.path }, load.ledger)
  },
)
