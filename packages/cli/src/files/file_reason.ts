const reasons: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such file or folder'],
  ['EACCES', 'it is not allowed'],
  ['EPERM', 'it is not allowed'],
  ['EISDIR', 'it is a folder'],
  ['ENOTDIR', 'a part of the path is not a folder'],
  ['ELOOP', 'its links form a cycle'],
  ['ENAMETOOLONG', 'the name is too long'],
  ['EROFS', 'the file system is read-only'],
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'no more space is allowed on this disk'],
  ['EFBIG', 'a file of this size is not allowed'],
  ['EEXIST', 'it exists already'],
  ['EBADF', 'it is closed'],
  ['EBUSY', 'the system holds it'],
  ['EIO', 'the disk or the terminal does not answer'],
]);

/** What stands in the way of a file operation, for people. */
export function fileReason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasons.get(code) ?? (error instanceof Error ? error.message : String(error));
}
