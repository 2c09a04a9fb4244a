/** The columns of `readerAndWriter`. */
export const useAfterFree = ['CPU0 = reader', 'CPU1 = writer'];

/** The use after free of `readerAndWriter`. */
export const possible = 'possible (before)';
