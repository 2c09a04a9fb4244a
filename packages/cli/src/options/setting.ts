import type { Plain, SettingInfo, Settings } from '@mmspec/system';
import { suggest } from '@mmspec/source';
import { UsageError } from '../usage_error.ts';

/** A `--set NAME=VALUE` as written. */
export interface GivenSetting {
  readonly name: string;
  readonly value: string;
}

export function parseSetting(text: string): GivenSetting {
  const match = /^([A-Za-z_]\w*)=(.*)$/u.exec(text);
  if (match === null) throw new UsageError(`--set ${text}: write --set NAME=VALUE.`);
  return { name: match[1] ?? '', value: (match[2] ?? '').trim() };
}

/** The values of the settings given on the command line; an unknown name or value is a `UsageError`. */
export function resolveSettings(given: readonly GivenSetting[], infos: readonly SettingInfo[]): Settings {
  return Object.fromEntries(given.map(({ name, value }) => [name, valueOf(name, value, infos)]));
}

function valueOf(name: string, text: string, infos: readonly SettingInfo[]): Plain {
  const info = infos.find((candidate) => candidate.name === name);
  if (info === undefined) {
    const [near] = suggest(
      name,
      infos.map((candidate) => candidate.name),
    );
    const known = infos.length === 0 ? 'the spec has no constants or variants' : `it has ${infos.map((candidate) => candidate.name).join(', ')}`;
    throw new UsageError(`--set ${name}=${text}: there is no constant or variant ${name}; ${near === undefined ? known : `did you mean ${near}?`}`);
  }
  const found = info.values.find((value) => String(value) === text);
  if (found === undefined) {
    const values = info.values.length > 12 ? `${info.values.slice(0, 12).join(', ')}, …` : info.values.join(', ');
    throw new UsageError(`--set ${name}=${text}: ${name} is one of ${values}.`);
  }
  return found;
}
