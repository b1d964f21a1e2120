/** Whether this process is on its way out: it answers still, and asks everybody to go elsewhere. */
export class Drain {
  /** Read for every request. */
  isDraining = false;

  begin(): void {
    this.isDraining = true;
  }
}
