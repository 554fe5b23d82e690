import { Fault } from '@switchyard/kernel';

/** The error codes MongoDB uses for what this store refuses, by their names. */
export const failureCodes = {
  InternalError: 1,
  BadValue: 2,
  FailedToParse: 9,
  TypeMismatch: 14,
  IllegalOperation: 20,
  NamespaceNotFound: 26,
  IndexNotFound: 27,
  PathNotViable: 28,
  ConflictingUpdateOperators: 40,
  CursorNotFound: 43,
  NamespaceExists: 48,
  DollarPrefixedFieldName: 52,
  InvalidIdField: 53,
  CommandNotFound: 59,
  ImmutableField: 66,
  CannotCreateIndex: 67,
  InvalidOptions: 72,
  InvalidNamespace: 73,
  IndexOptionsConflict: 85,
  IndexKeySpecsConflict: 86,
  CannotIndexParallelArrays: 171,
  DocumentValidationFailure: 121,
  CommandNotSupportedOnView: 166,
  TransactionTooOld: 225,
  OperationNotSupportedInTransaction: 263,
  DuplicateKey: 11000,
  BSONObjectTooLarge: 10334,
  OutOfDiskSpace: 14031,
  InvalidLength: 16,
  UnsupportedOpCode: 352,
  Location15955: 15955,
  Location17276: 17276,
  Location40323: 40323,
  Location40324: 40324,
  Location31249: 31249,
  Location31254: 31254,
} as const;

export type FailureName = keyof typeof failureCodes;

/** A refusal a client sees: MongoDB's code, its name, a sentence, and fields such as `keyPattern`. */
export class MongoFailure extends Error {
  readonly code: number;

  constructor(
    readonly codeName: FailureName,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = 'MongoFailure';
    this.code = failureCodes[codeName];
  }
}

/** What any thrown value means to a client. Messages of the query engine are complaints about the request. */
export const toFailure = (thrown: unknown): MongoFailure => {
  if (thrown instanceof MongoFailure) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (thrown instanceof Fault) return new MongoFailure('OutOfDiskSpace', message);
  if (message.startsWith('Use of undefined variable')) return new MongoFailure('Location17276', message);
  return new MongoFailure(isEngineComplaint(thrown) ? 'BadValue' : 'InternalError', message);
};

const isEngineComplaint = (thrown: unknown): boolean =>
  thrown instanceof Error && (thrown.constructor.name === 'MingoError' || thrown.name === 'BSONError');
