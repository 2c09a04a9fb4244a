import type { TextStyle } from '../check_output.ts';
import { jsonReporter } from './json.ts';
import type { OutputFormat } from './output_format.ts';
import type { Reporter } from './reporter.ts';
import { textReporter } from './text.ts';

const reporters: Readonly<Record<OutputFormat, (style: TextStyle) => Reporter>> = {
  text: textReporter,
  json: jsonReporter,
};

/** The reporter of a format. */
export function reporterFor(format: OutputFormat, style: TextStyle): Reporter {
  return reporters[format](style);
}
