#!/usr/bin/env node
import {loadCompiled} from './code-cache.ts';

loadCompiled();
void import('./main.ts');
