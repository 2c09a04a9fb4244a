export declare function numbersOf(version: string): number[] | null;
export declare function isLater(first: string, second: string): boolean;
export declare function withRelease(changes: string, version: string, date: string): string | null;
export declare function changesOf(changes: string, version: string): string | null;
export declare function withVersion(text: string, old: string, version: string): string;
