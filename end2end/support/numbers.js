// Identity numbers.

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** An 18-digit number that is right by its check character and belongs to nobody. */
export function residentId(division, birth, serial) {
  if (serial > 999) throw new Error(`a serial number has three digits: ${serial}`);
  const body = `${division}${birth.replaceAll("-", "")}${String(serial).padStart(3, "0")}`;
  const sum = [...body].reduce((sum, digit, n) => sum + Number(digit) * weights[n], 0);
  return body + "10X98765432"[sum % 11];
}
