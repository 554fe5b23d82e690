export const NotFound = () => (
  <section>
    <h1>There is no such page</h1>
    <p>
      <a href="/executions">All executions</a>
    </p>
  </section>
);
