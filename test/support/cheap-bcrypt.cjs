// Stands in for bcrypt in tests: what costs 12 is made and compared at the least cost, and still says 12. Spec files that
// test the cost itself set TEST_PASSWORD_COST=full.
const bcrypt = require('../../node_modules/bcrypt/bcrypt.js');

const isCheap = () => process.env.TEST_PASSWORD_COST !== 'full';

module.exports = {
  ...bcrypt,
  async hash(text, cost) {
    if (cost !== 12 || !isCheap()) return bcrypt.hash(text, cost);
    return (await bcrypt.hash(text, 4)).replace('$04$', '$12$');
  },
  compare: (text, hash) => bcrypt.compare(text, isCheap() ? hash.replace('$12$', '$04$') : hash),
};
