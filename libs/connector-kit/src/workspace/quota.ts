import { Fault } from '@switchyard/kernel';

/** What a workspace may hold. */
export interface Quota {
  /** 0: as much as there is room for. */
  bytes: number;
}

/** @throws Fault `workspace-over-quota` */
export const checkQuota = ({ bytes: most }: Quota, { files, bytes }: { files: number; bytes: number }): void => {
  if (most === 0 || bytes <= most) return;
  throw new Fault({
    code: 'workspace-over-quota',
    message: `the workspace holds ${inMegabytes(bytes)} in ${files} files, and ${inMegabytes(most)} is the most`,
    blame: 'user',
    retry: false,
    suggestions: ['remove in the step what no later one needs', 'let an operator raise WORKSPACE_QUOTA_MB'],
  });
};

export const inMegabytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MB`;
