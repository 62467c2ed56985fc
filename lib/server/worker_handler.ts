import type { ResourceLimits } from 'node:worker_threads';
import { illegalConstructor } from '../core/argument_error.js';

const KEY = Symbol('WorkerHandler');

/** What {@link inWorkers} was given, checked. @internal */
export interface WorkerPlan {
  /** A URL. */
  readonly module: string;
  readonly threads: number;
  readonly data: unknown;
  readonly resourceLimits: ResourceLimits | undefined;
}

/** @internal */
export let makeWorkerHandler: (plan: WorkerPlan) => WorkerHandler;
/** @internal */
export let planOf: (handler: WorkerHandler) => WorkerPlan;
/** @internal */
export let isWorkerHandler: (value: unknown) => value is WorkerHandler;

/** A module whose code serves connections, in Workers. {@link inWorkers} makes it; each server starts Workers of its own. */
export class WorkerHandler {
  /** The module's URL. */
  readonly module: string;
  /** How many Workers a server starts. */
  readonly threads: number;
  readonly #plan: WorkerPlan;

  /** @internal */
  private constructor(key: typeof KEY, plan: WorkerPlan) {
    if (key !== KEY) throw illegalConstructor('inWorkers()');
    this.module = plan.module;
    this.threads = plan.threads;
    this.#plan = plan;
  }

  static {
    makeWorkerHandler = (plan) => new WorkerHandler(KEY, plan);
    planOf = (handler) => handler.#plan;
    isWorkerHandler = (value): value is WorkerHandler =>
      typeof value === 'object' && value !== null && #plan in value;
  }
}
