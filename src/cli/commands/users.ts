import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { defineUsersAdd } from './users-add.ts';
import { defineUsersLimit } from './users-limit.ts';
import { defineUsersList } from './users-list.ts';
import { defineUsersPassword } from './users-password.ts';
import { defineUsersRemove } from './users-remove.ts';
import { defineUsersSet } from './users-set.ts';
import { defineUsersShow } from './users-show.ts';
import { defineUsersToken } from './users-token.ts';

export function defineUsers(users: Command, cli: Cli): void {
  defineUsersList(users.command('list'), cli);
  defineUsersShow(users.command('show'), cli);
  defineUsersAdd(users.command('add'), cli);
  defineUsersSet(users.command('set'), cli);
  defineUsersLimit(users.command('limit'), cli);
  defineUsersPassword(users.command('password'), cli);
  defineUsersToken(users.command('token'), cli);
  defineUsersRemove(users.command('remove'), cli);
}
