import { counted, sized } from '@switchyard/kernel';

/** `12 files, 3.4 MB` */
export const sizedFiles = ({ files, bytes }: { files: number; bytes: number }): string =>
  `${counted(files, 'file')}, ${sized(bytes)}`;
