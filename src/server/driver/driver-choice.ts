/** A value of an IPP attribute as a driver file (PPD) spells it. */
export interface DriverChoice {
  readonly name: string;
  readonly title: string;
}
