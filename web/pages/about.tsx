export function AboutPage() {
  return <p>Soon.</p>;
}
