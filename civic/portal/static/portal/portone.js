// Opens PortOne's window (developers.portone.io, browser SDK V2). What it answers is not believed: the page it leads
// back to asks their server.
(() => {
  const place = document.getElementById("portone")
  const button = place?.querySelector("[data-open]")
  if (!button) return
  const open = async () => {
    if (!window.PortOne) return
    await window.PortOne.requestIdentityVerification({
      storeId: place.dataset.store,
      channelKey: place.dataset.channel,
      identityVerificationId: place.dataset.number,
      redirectUrl: place.dataset.back,
    })
    const back = new URL(place.dataset.back)
    back.searchParams.set("identityVerificationId", place.dataset.number)
    location.assign(back)
  }
  button.hidden = false
  button.addEventListener("click", open)
})()
