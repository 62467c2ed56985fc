/** The Worker that reads this leaves. */
export const EXIT = Buffer.from('leave, Worker!\n');
