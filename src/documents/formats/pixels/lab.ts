/** CIELab under D50, as in print, made sRGB of 0 to 255 each (ICC.1, IEC 61966-2-1 with the matrix adapted to D50). */
export function labToRgb(
  lightness: number,
  a: number,
  b: number,
): readonly [red: number, green: number, blue: number] {
  const y = (lightness + 16) / 116;
  const [x, z] = [y + a / 500, y - b / 200];
  const [bigX, bigY, bigZ] = [0.9642 * cubed(x), cubed(y), 0.8249 * cubed(z)];
  return [
    screenValue(3.1339 * bigX - 1.6169 * bigY - 0.4906 * bigZ),
    screenValue(-0.9788 * bigX + 1.9161 * bigY + 0.0335 * bigZ),
    screenValue(0.0719 * bigX - 0.229 * bigY + 1.4052 * bigZ),
  ];
}

/** The inverse of the cube root that Lab has, straight near black. */
function cubed(value: number): number {
  return value > 6 / 29 ? value ** 3 : 3 * (6 / 29) ** 2 * (value - 4 / 29);
}

function screenValue(linear: number): number {
  const value = linear <= 0.003_130_8 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
  return Math.min(255, Math.max(0, value * 255));
}
