/** Tries that are free, the first wait after them, and the longest, in milliseconds. */
export interface BackOffRule {
  free: number;
  firstMs: number;
  mostMs: number;
  /** Failures are forgotten this long after the first of them. */
  forgetMs: number;
}

/** Of one account, from wherever: a person mistypes a few times. Long waits would let anybody lock anybody out. */
export const accountRule: BackOffRule = { free: 5, firstMs: 1_000, mostMs: 15 * 60_000, forgetMs: 24 * 3_600_000 };
/** Of one address, for whatever account: an office has one address, and many who mistype. */
export const addressRule: BackOffRule = { free: 20, firstMs: 1_000, mostMs: 15 * 60_000, forgetMs: 3_600_000 };

/** The wait after so many failures: none at first, then twice as long each time. */
export const waitAfter = (failures: number, { free, firstMs, mostMs }: BackOffRule): number =>
  failures < free ? 0 : Math.min(mostMs, firstMs * 2 ** Math.min(30, failures - free));
