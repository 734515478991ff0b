// How the page starts: reference rows and the session are asked for while the shell is being drawn.
import { createApp } from 'vue'
import App from './App.vue'
import { router } from './router'
import { i18n } from './i18n'
import { reference } from './shell/reference'
import { session } from './shell/session'
import './shell/element'
import './style/base.css'
import './style/print.css'

void reference.load()
void session.load()
createApp(App).use(router).use(i18n).mount('#app')
