// Every sentence of the page in English; zh has the same keys; one file a capability.
import shell from './shell'
import words from './words'
import find from './find'
import gaps from './gaps'
import plan from './plan'
import board from './board'
import gapwork from './gapwork'
import norms from './norms'
import walking from './walking'
import about from './about'
import session from './session'
import administration from './administration'
import record from './record'
import registry from './registry'
import records from './records'
import proposals from './proposals'
import imports from './imports'
import exports from './exports'
import duplicates from './duplicates'
import review from './review'
import overdue from './overdue'
import reports from './reports'
import wrong from './wrong'
import completeness from './completeness'
import history from './history'

export default {
  ...shell,
  ...words,
  ...find,
  ...gaps,
  ...plan,
  ...board,
  ...gapwork,
  ...norms,
  ...walking,
  ...about,
  ...session,
  ...administration,
  ...record,
  ...registry,
  ...records,
  ...proposals,
  ...imports,
  ...exports,
  ...duplicates,
  ...review,
  ...overdue,
  ...reports,
  ...wrong,
  ...completeness,
  ...history,
}
