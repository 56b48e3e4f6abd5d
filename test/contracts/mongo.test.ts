import { makeMongoPlace } from '../support/mongo.ts';
import { describeNeeding } from '../support/needs.ts';
import { storeContract } from './store-contract.ts';

describeNeeding('mongodb', 'on a MongoDB server', () => {
  storeContract('the MongoDB store', { make: () => Promise.resolve(makeMongoPlace()), durable: true });
});
