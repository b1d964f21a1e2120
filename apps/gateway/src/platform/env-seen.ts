/** Settings of how the outside sees what Gatehouse does. */
export interface SeenSettings {
  /** 0: none. */
  readonly metricsPort: number;
  /** Empty: metrics are for this machine alone. */
  readonly metricsToken: string;
  readonly countsApplications: boolean;
}

/** @param text of a setting, valid */
export const toSeenSettings = (text: (name: string) => string): SeenSettings => ({
  metricsPort: Number(text('GATEHOUSE_METRICS_PORT')),
  metricsToken: text('GATEHOUSE_METRICS_TOKEN'),
  countsApplications: text('GATEHOUSE_METRICS_APPLICATIONS') === 'true',
});
