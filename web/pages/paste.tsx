export function PastePage() {
  return <p>Soon.</p>;
}
