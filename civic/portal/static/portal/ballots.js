// How much is chosen, said while one chooses. Without it the server says so when the paper is put in.
for (const form of document.querySelectorAll("form[data-ballot]")) {
  const total = form.querySelector("[data-total]");
  const boxes = [...form.querySelectorAll("input[name=choice]")];
  const number = new Intl.NumberFormat(document.documentElement.lang || undefined);
  const say = () => {
    const chosen = boxes.filter((box) => box.checked);
    const most = Math.min(Number(form.dataset.most) || boxes.length, boxes.length);
    const words = [`${total.dataset.words} ${chosen.length}/${most}`];
    if (form.dataset.sum) {
      const cost = chosen.reduce((sum, box) => sum + Number(box.dataset.cost || 0), 0);
      words.push(`${number.format(cost)} ${total.dataset.money}`);
    }
    total.textContent = words.join(" · ");
    total.hidden = chosen.length === 0;
  };
  form.addEventListener("change", say);
  say();
}
