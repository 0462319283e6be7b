import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Position of utime and stime among the fields that follow the command's name: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
const USER_TICKS = 11;
const SYSTEM_TICKS = 12;

/** Processor time that a process has had, all of its threads together, in milliseconds. Linux only. */
export function processTimeMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[USER_TICKS]) + Number(fields[SYSTEM_TICKS])) * 1000) / ticksPerSecond();
}

let ticks: number | undefined;

function ticksPerSecond(): number {
  ticks ??= Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
  return ticks;
}
