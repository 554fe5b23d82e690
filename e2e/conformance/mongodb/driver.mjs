// The official driver, in the version that mongoose brings.
import mongoose from 'mongoose';

export const { MongoClient, MongoServerError, MongoClientBulkWriteError, ReadPreference, BSON } = mongoose.mongo;
