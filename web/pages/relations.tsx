export function RelationsPage() {
  return <p>Soon.</p>;
}
