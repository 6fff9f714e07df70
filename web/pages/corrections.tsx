export function CorrectionsPage() {
  return <p>Soon.</p>;
}
