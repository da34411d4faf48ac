// How often a law is tried: fewer times where PROOF_SETS asks for a short run, as mutation testing does.

const share = Math.min(1, Number(process.env['PROOF_SETS'] ?? 20_000) / 20_000);

export const runs = (usual: number): { readonly numRuns: number } => ({
  numRuns: Math.max(Math.min(usual, 150), Math.ceil(usual * share)),
});
