export function PairPage() {
  return <p>Soon.</p>;
}
