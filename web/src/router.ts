// Which address shows which mode; each mode is its own piece of code, loaded when it is opened.
import { createRouter, createWebHistory } from 'vue-router'
import { moment, readDay } from './api/moment'
import { MODES } from './modes'

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', redirect: (to) => ({ path: '/find', query: to.query }) },
    ...MODES.map((mode) => ({ path: `/${mode.name}${mode.rest ?? ''}`, name: mode.name, component: mode.panel })),
    { path: '/sign-in', name: 'signIn', component: () => import('./account/SignInPage.vue') },
    { path: '/setup', name: 'setup', component: () => import('./account/SetupPage.vue') },
    { path: '/account/:section?', name: 'account', component: () => import('./account/AccountPage.vue') },
    { path: '/:rest(.*)*', redirect: '/find' },
  ],
})

/** What is asked follows the address before anything of the new address is asked. */
router.beforeEach((to) => { moment.value = readDay(to.query.as_of) })
