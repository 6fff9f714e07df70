export function StoryPage() {
  return <p>Soon.</p>;
}
