export function SearchPage() {
  return <p>Soon.</p>;
}
