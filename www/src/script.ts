// The one script that workers start from, under the policy that asks for it.

interface Policy {
  createScriptURL(url: string): string;
}

// Browsers without Trusted Types (Safari before 26, Firefox before 148) take the plain string.
const factory = (globalThis as { trustedTypes?: { createPolicy(name: string, rules: Policy): Policy } }).trustedTypes;

/** What starts workers from this script; asked once in the page, and once in a worker. */
export function starter(url: string): () => Worker {
  const rules: Policy = {
    createScriptURL(wanted) {
      if (wanted !== url) throw new TypeError("not a script of this page");
      return wanted;
    },
  };
  const policy = factory ? factory.createPolicy("adsum", rules) : rules;
  return () => new Worker(policy.createScriptURL(url));
}
