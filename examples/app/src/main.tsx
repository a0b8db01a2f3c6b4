import { Amplify, type ResourcesConfig } from 'aws-amplify'
import { createRoot } from 'react-dom/client'
import { App } from './App'
import '@aws-amplify/ui-react/styles.css'
import './app.css'

const pool: ResourcesConfig = await (await fetch('/pool.json')).json()
Amplify.configure(pool)

const place = document.getElementById('app')
if (place) createRoot(place).render(<App pool={pool} />)
