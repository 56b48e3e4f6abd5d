export { type MongoStoreOptions, openMongoStore } from './open-mongo-store.ts';
