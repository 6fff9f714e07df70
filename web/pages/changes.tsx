export function ChangesPage() {
  return <p>Soon.</p>;
}
