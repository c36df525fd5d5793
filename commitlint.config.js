/** Conventional commits, over the history and by the commit-msg hook. Names keep their own case (SQLite, README), bodies wrap where they read best. */
export default {
  extends: ['@commitlint/config-conventional'],
  rules: {
    'header-max-length': [2, 'always', 120],
    'subject-case': [0],
    'body-max-line-length': [0],
    'footer-max-line-length': [0],
  },
};
