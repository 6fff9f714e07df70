import { useSignal } from '@preact/signals';
import { ApiError, send } from '../api.js';

/** Asks for the token that a server open to others needs. */
export function SignIn() {
  const problem = useSignal<string | null>(null);
  return (
    <form
      class="form"
      onSubmit={async (event) => {
        event.preventDefault();
        try {
          await send('/api/session', { token: String(new FormData(event.currentTarget).get('token') ?? '') });
          location.reload();
        } catch (error) {
          problem.value = error instanceof ApiError ? error.message : String(error);
        }
      }}
    >
      <h1>This ledger needs a token</h1>
      <p class="soft">The one that serves it was told the token when it began.</p>
      <label class="field">
        Token
        <input type="password" name="token" required autocomplete="current-password" />
      </label>
      <div>
        <button type="submit" class="primary">
          Go on
        </button>
      </div>
      {problem.value !== null && (
        <p class="notice failed" role="alert">
          {problem.value}
        </p>
      )}
    </form>
  );
}
