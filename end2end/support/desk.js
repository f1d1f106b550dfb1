/** The address of the most urgent matter of a kind on somebody's desk that stands so. */
export async function onDesk(who, kind, state) {
  await who.go(`/desk?kind=${kind}`);
  const link = who.page.locator(".matter").filter({ hasText: state }).first().locator(".matter-link");
  return new URL(await link.getAttribute("href"), who.page.url()).searchParams.get("open");
}
