/** What a call gave, or how it failed, in words that can be compared. */
export async function outcome(call: () => unknown): Promise<unknown> {
  try {
    const value = await call();
    return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value;
  } catch (error) {
    const { kind, code, message, transferred, partial } = error as Record<string, unknown>;
    return { kind, code, message, transferred, partial: partial?.toString() };
  }
}
