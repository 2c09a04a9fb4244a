/*
 * How TypeScript and JavaScript of this repository are laid out: `npm run format`; `npm run lint` checks it.
 * Specs keep the settings that users have.
 *
 * @type {import('prettier').Config}
 */
export default {
  overrides: [
    {
      files: ['*.ts', '*.js'],
      options: {
        // A fact on one line is read at once.
        printWidth: 160,
        singleQuote: true,
        // Text in a template is data: the code that the compiler emits, and the specs of tests.
        embeddedLanguageFormatting: 'off',
      },
    },
  ],
};
