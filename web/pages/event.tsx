export function EventPage() {
  return <p>Soon.</p>;
}
