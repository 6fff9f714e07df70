export function ActorPage() {
  return <p>Soon.</p>;
}
